# SPDX-License-Identifier: Apache-2.0
rapport groups "nor\"dik" --json-errors
