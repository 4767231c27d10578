package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The bytes of the plugin index: a checksum, a tag with format and API version, a count, the entries.
 *
 * <p>The API's version is in the tag because the verdict on each plugin's range is among the facts.
 */
final class IndexFormat {

    private static final String TAG = "chandler.plugins.v4 api ";

    private IndexFormat() {}

    static byte[] encode(Map<Path, PluginIndex.Entry> entries, String apiVersion) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF(TAG + apiVersion);
        out.writeInt(entries.size());
        for (Map.Entry<Path, PluginIndex.Entry> entry : entries.entrySet()) {
            out.writeUTF(entry.getKey().toString());
            out.writeLong(entry.getValue().sizeBytes());
            out.writeLong(entry.getValue().timeNanos());
            writeFacts(out, entry.getValue().facts());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new DataOutputStream(whole).writeLong(checksum(body.toByteArray()));
        body.writeTo(whole);
        return whole.toByteArray();
    }

    /**
     * Reads an index.
     *
     * @param content the whole file
     * @param apiVersion the API that is running
     * @return the entries; none if the file is of another format or another API
     * @throws IOException if it is broken
     */
    static Map<Path, PluginIndex.Entry> decode(byte[] content, String apiVersion) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(content);
        DataInputStream in = new DataInputStream(bytes);
        if (in.readLong() != checksum(bytes.readAllBytes())) {
            throw new IOException("the checksum is wrong");
        }
        in = new DataInputStream(new ByteArrayInputStream(content, Long.BYTES, content.length - Long.BYTES));
        Map<Path, PluginIndex.Entry> entries = new HashMap<>();
        if (!in.readUTF().equals(TAG + apiVersion)) {
            return entries;
        }
        for (int left = in.readInt(); left > 0; left--) {
            Path jar = Path.of(in.readUTF());
            entries.put(jar, new PluginIndex.Entry(in.readLong(), in.readLong(), readFacts(in)));
        }
        return entries;
    }

    private static long checksum(byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(body);
        return sum.getValue();
    }

    private static void writeFacts(DataOutputStream out, JarFacts facts) throws IOException {
        PluginHeaders headers = facts.headers();
        out.writeUTF(headers.id());
        out.writeUTF(headers.version());
        out.writeUTF(headers.requires());
        out.writeUTF(headers.provider());
        out.writeUTF(headers.description());
        out.writeUTF(headers.license());
        writeAll(out, headers.engines());
        writeAll(out, headers.provisioners());
        writeAll(out, headers.dependencies());
        writeAll(out, headers.exports());
        writeAll(out, facts.engineClasses());
        writeAll(out, facts.provisionerClasses());
        out.writeInt(facts.javaLevel());
        out.writeUTF(facts.digest().map(Digest::hex).orElse(""));
        out.writeInt(facts.members().size());
        for (ZipMember member : facts.members()) {
            out.writeUTF(member.path());
            out.writeLong(member.sizeBytes());
            out.writeLong(member.crc());
        }
        out.writeBoolean(facts.refusal().isPresent());
        if (facts.refusal().isPresent()) {
            Problem problem = facts.refusal().get();
            out.writeUTF(problem.code());
            out.writeUTF(problem.what());
            out.writeUTF(problem.why().orElse(""));
            out.writeUTF(problem.remedy().orElse(""));
        }
    }

    private static JarFacts readFacts(DataInputStream in) throws IOException {
        PluginHeaders headers = new PluginHeaders(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                readAll(in),
                readAll(in),
                readAll(in),
                readAll(in));
        return new JarFacts(
                headers, readAll(in), readAll(in), in.readInt(), readDigest(in), readMembers(in), readProblem(in));
    }

    private static Optional<Digest> readDigest(DataInputStream in) throws IOException {
        String hex = in.readUTF();
        return hex.isEmpty() ? Optional.empty() : Optional.of(new Digest(hex));
    }

    private static List<ZipMember> readMembers(DataInputStream in) throws IOException {
        List<ZipMember> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(new ZipMember(in.readUTF(), in.readLong(), in.readLong()));
        }
        return List.copyOf(members);
    }

    private static Optional<Problem> readProblem(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? Optional.of(Problem.of(in.readUTF(), in.readUTF())
                        .because(in.readUTF())
                        .remedy(in.readUTF()))
                : Optional.empty();
    }

    private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readAll(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return List.copyOf(texts);
    }
}
