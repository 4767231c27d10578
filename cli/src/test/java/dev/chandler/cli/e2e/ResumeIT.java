package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A build that goes on from a checkpoint ends where a cold one does. */
class ResumeIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void whatAStepLeavesRunningIsGoneBeforeTheNext() {
        stranger.manifest("busybox", """
                install:
                  - |
                    cat > /count <<'EOF'
                    i=0
                    while :; do i=$((i+1)); echo $i > "$1"; sleep 0.02; done
                    EOF
                    sh /count /plain &
                    (trap '' HUP; sh /count /nohup > /dev/null 2>&1 &)
                    setsid sh /count /setsid > /dev/null 2>&1 &
                    (trap '' TERM HUP; setsid sh /count /stubborn > /dev/null 2>&1 &)
                    until [ -s /plain ] && [ -s /nohup ] && [ -s /setsid ] && [ -s /stubborn ]; do :; done
                  - |
                    for each in plain nohup setsid stubborn; do cp /$each /$each.before; done
                    sleep 0.3
                    for each in plain nohup setsid stubborn; do cmp /$each /$each.before; done
                    ! ps -o args | grep '^sh /count'
                """);

        stranger.builds();
    }

    @Test
    void aBuildResumedFromAnyCheckpointEqualsTheColdOne() throws IOException {
        stranger.file("etc/app.conf", "port = 80\n");
        stranger.file("etc/app.d/extra.conf", "more\n");
        stranger.manifest("busybox", """
                install:
                  - mkdir -p /data/deep && echo one > /data/deep/file && chmod 2750 /data/deep && umask > /data/umask
                  - echo app:x:4321:4321::/data:/bin/sh >> /etc/passwd && chown -R app:4321 /data/deep && env | sort > /data/env
                  - copy: {from: etc, to: /etc/app, owner: "4321:77"}
                  - ln -s deep/file /data/link && ln /data/deep/file /data/hard && mkfifo -m 600 /data/pipe
                  - {run: 'id > /tmp/who && pwd > /tmp/where', user: app, workdir: /data/deep}
                  - rm -r /etc/app/app.d && mkdir /etc/app/app.d && chmod 4711 /bin/true && { sleep 600 & }
                  - parallel: [echo a > /data/a, echo b > /data/b]
                """);
        String base = stranger.builds().image();
        Map<String, String> cold = ImageTree.of(base);
        List<String> keys = checkpointsInOrder();
        assertThat(keys).hasSize(7);

        for (int kept = keys.size() - 1; kept >= 0; kept--) {
            for (String key : keys.subList(kept, keys.size())) {
                Docker.tried("rmi", "chandler-cache:" + key);
            }
            Docker.docker("rmi", stranger.image());
            Built resumed = stranger.builds();
            assertThat(resumed.hit()).hasSize(kept);
            assertThat(ImageTree.of(resumed.image()))
                    .as("resumed behind step %d", kept)
                    .isEqualTo(cold);
        }
    }

    /** The keys of the steps, the first step's first, by what each says of its parent. */
    private List<String> checkpointsInOrder() throws IOException {
        Map<String, String> childOf = new HashMap<>();
        for (String checkpoint : stranger.checkpoints()) {
            Path preimage = stranger.cache().resolve("preimages").resolve(checkpoint);
            String parent = Files.readAllLines(preimage).stream()
                    .filter(line -> line.startsWith("text\tparent\t"))
                    .map(line -> line.substring(line.lastIndexOf(':') + 1))
                    .findFirst()
                    .orElseThrow();
            childOf.put(parent, checkpoint);
        }
        String key = childOf.keySet().stream()
                .filter(parent -> !childOf.containsValue(parent))
                .findFirst()
                .orElseThrow();
        List<String> keys = new ArrayList<>();
        for (key = childOf.get(key); key != null; key = childOf.get(key)) {
            keys.add(key);
        }
        return keys;
    }
}
