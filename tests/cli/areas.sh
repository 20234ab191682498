# SPDX-License-Identifier: Apache-2.0
rapport areas technology | sed "s/^program: rapport .*/program: rapport VERSION/"
