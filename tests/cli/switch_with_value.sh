# SPDX-License-Identifier: Apache-2.0
rapport check my.plan --require-decided=yes
