# SPDX-License-Identifier: Apache-2.0
# A run that is told to stop ends with 130 and leaves nothing under the final name. The pipe stays open, so that the
# program is still reading when the signal comes; it is sent once the program listens for it.
mkfifo pipe
exec 3<> pipe
cat "$SOURCE_DIR/tests/cli/data/toy.jsonl" >&3
rapport ingest openalex pipe -o stopped.rap 3>&- &
program=$!
listens() { (( 0x$(awk '/^SigCgt/ { print $2 }' /proc/$program/status) & 0x4000 )); }
for i in $(seq 200); do
    listens && break
    sleep 0.05
done
kill -TERM $program
sleep 0.3
exec 3>&-
wait $program
echo "exit $?"
rm pipe
ls
