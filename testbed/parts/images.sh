# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Public images, made here and put into the registry under the names that Docker Hub has them by.

images_needs() { echo docker registry busybox debian; }

images_is_up() { [[ -f $(images_marker) ]]; }

images_up() {
  images_publish "$busybox_tar" busybox "latest 1.35" 'CMD ["sh"]'
  images_publish "$(debian_tar)" debian "12 12-slim bookworm bookworm-slim" 'CMD ["bash"]'
  images_publish "$(debian_python_tar)" python "3.11 3.11-slim" 'CMD ["python3"]'
  touch "$(images_marker)"
}

images_down() { :; }

images_env() { :; }

# Beside the registry's data, so that who deletes that has the images made again.
images_marker() { echo "$registry_root/images-$(debian_version)"; }

# Leaves none of it in the daemon, so that a pull is a pull: images_publish TAR NAME "TAG…" CHANGE
images_publish() {
  local id tag
  local -a references=()
  for tag in $3; do references+=("$(registry_address)/library/$2:$tag"); done
  id=$("${docker_client[@]}" import -c "$4" -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$1")
  for tag in "${references[@]}"; do
    "${docker_client[@]}" tag "$id" "$tag"
    "${docker_client[@]}" push -q "$tag" >/dev/null
  done
  "${docker_client[@]}" rmi "${references[@]}" >/dev/null
}
