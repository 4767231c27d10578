# Run by LXC on the daemon's machine, before an instance starts, in that one's own mount namespace: gives it its own file
# NAME in /etc, mounted over what is there, by a file below its /dev, which is memory. What is not there is made, and noted,
# so that no state keeps it. A link is left alone, and what is no file. The text that is written takes the place of TEXT, as octal
# numbers; FIRST is what is written before it, with the instance's file as $file; THERE asks whether there is one, which an empty
# one is not where a state that kept it says so.
dev=$LXC_ROOTFS_MOUNT/dev etc=$LXC_ROOTFS_MOUNT/etc
file=$etc/NAME
if [ -d $etc ] && [ ! -L $etc ] && [ ! -L $file ]; then
[ THERE $file ] || { true >$file && true >$dev/.chandler-made-NAME; }
if [ -f $file ]; then
{ FIRST; printf "TEXT"; } >$dev/.chandler-NAME
mount --bind $dev/.chandler-NAME $file
fi
fi 2>/dev/null
:
