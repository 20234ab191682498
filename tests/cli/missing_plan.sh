# SPDX-License-Identifier: Apache-2.0
rapport check nowhere.plan -c nowhere.rap
