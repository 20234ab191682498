# SPDX-License-Identifier: Apache-2.0
# The overview; the version is not part of it.
rapport help
