# Run by LXC on the daemon's machine, before an instance starts, in that one's own mount namespace: gives it name servers in
# a file below its /dev, which is memory. What is not there is made, and noted, so that no state keeps it. A link is left
# alone. The text that is written takes the place of TEXT, as octal numbers.
dev=$LXC_ROOTFS_MOUNT/dev etc=$LXC_ROOTFS_MOUNT/etc
printf "TEXT" >$dev/.chandler-resolv.conf
if [ -d $etc ] && [ ! -L $etc ] && [ ! -L $etc/resolv.conf ]; then
[ -e $etc/resolv.conf ] || { true >$etc/resolv.conf && true >$dev/.chandler-made; }
mount --bind $dev/.chandler-resolv.conf $etc/resolv.conf
fi 2>/dev/null
:
