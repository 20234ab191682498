# SPDX-License-Identifier: Apache-2.0
rapport help expalin
