# SPDX-License-Identifier: Apache-2.0
rapport partners NO --yaers 2019
