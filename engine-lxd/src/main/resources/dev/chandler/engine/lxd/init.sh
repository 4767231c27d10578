# PID 1 of an instance: ends at TERM, and at USR1 reaps what has ended. Shell builtins only; made for busybox ash and dash.
# LXC splits what it starts at spaces: there are none in what is used, and neither lines of comment.
trap 'exit 0' TERM
trap ':&wait $!' USR1
while :; do read -r line; done
