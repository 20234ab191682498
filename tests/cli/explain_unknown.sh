# SPDX-License-Identifier: Apache-2.0
rapport explain afinity
