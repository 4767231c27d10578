package dev.chandler.plugin.ansible;

import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Does as ansible-playbook does towards Chandler: each line of the playbook is a command for the instance, then come the counts. */
final class FakePlaybook {

    private FakePlaybook() {}

    /** Runs the playbook that the last word names. */
    public static void main(String... args) throws Exception {
        Path playbook = Path.of(args[args.length - 1]);
        String folder = String.valueOf(playbook.getParent());
        int commands = 0;
        for (String line : Files.readAllLines(playbook)) {
            String text = line.startsWith("template ")
                    ? "write /etc/motd " + Files.readString(Path.of(folder, line.substring("template ".length())))
                    : line;
            if (!run(text)) {
                System.exit(2);
            }
            commands++;
        }
        StringBuilder stats = new StringBuilder("stats");
        for (int count : new int[] {commands, commands, 0, 0, 0, 0, 0}) {
            stats.append(" =")
                    .append(Base64.getEncoder()
                            .encodeToString(Integer.toString(count).getBytes(StandardCharsets.UTF_8)));
        }
        Files.writeString(Path.of(System.getenv("CHANDLER_ANSIBLE_REPORT")), stats + "\n");
    }

    private static boolean run(String text) throws Exception {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(System.getenv("CHANDLER_ANSIBLE_SOCKET")))) {
            Wire wire = new Wire(channel);
            wire.send('C', text.getBytes(StandardCharsets.UTF_8));
            wire.send('E', new byte[0]);
            Wire.Frame frame = wire.receive();
            while (frame.kind() == 'O' || frame.kind() == 'R') {
                frame = wire.receive();
            }
            return frame.kind() == 'X' && new String(frame.content(), StandardCharsets.US_ASCII).equals("0");
        }
    }
}
