# SPDX-License-Identifier: Apache-2.0
rapport groups nordic | sed "s/^program: rapport .*/program: rapport VERSION/"
