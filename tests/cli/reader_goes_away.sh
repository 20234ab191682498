# SPDX-License-Identifier: Apache-2.0
# A reader that stops early (head) ends the program silently.
rapport manual | head -n 1 | sed 's/"rapport [^"]*"/VERSION/'
rapport groups --format csv -q | head -n 1
