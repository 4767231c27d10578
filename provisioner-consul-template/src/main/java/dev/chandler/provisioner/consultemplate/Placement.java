package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Communicator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Puts files into an instance as consul-template would there, those of one folder together. Used once. */
final class Placement {

    /** By which an engine says that the files cannot go where they are to go: see {@link Communicator#put}. */
    private static final String REFUSED_TARGET = "CH-ENGINE-018";

    private static final int USUAL_MODE = 0644;

    /** One file as it is to be. */
    private record Placed(TemplateSettings template, String name, int mode, int uid, int gid, ByteBuffer content) {}

    private final Communicator communicator;
    private final Accounts accounts;
    private final Map<String, List<Placed>> folders = new LinkedHashMap<>();

    Placement(Communicator communicator) {
        this.communicator = communicator;
        this.accounts = new Accounts(communicator);
    }

    /** Looks what is there, and says what is to be. */
    void add(TemplateSettings template, byte[] content, String workdir) throws InterruptedException {
        String path = template.path(workdir);
        int slash = path.lastIndexOf('/');
        List<Placed> folder =
                folders.computeIfAbsent(slash == 0 ? "/" : path.substring(0, slash), each -> new ArrayList<>());
        String name = path.substring(slash + 1);
        Optional<ExistingFile> there = ExistingFile.at(path, communicator);
        Optional<String> user = template.user();
        Optional<String> group = template.group();
        int uid = user.isPresent()
                ? accounts.user(user.get(), template.destinationLocation())
                : there.map(ExistingFile::uid).orElse(0);
        int gid = group.isPresent()
                ? accounts.group(group.get(), template.destinationLocation())
                : there.map(ExistingFile::gid).orElse(0);
        if (template.backup() && there.isPresent() && changes(there.get(), content, uid, gid)) {
            ExistingFile old = there.get();
            folder.add(new Placed(
                    template, name + ".bak", old.mode(), old.uid(), old.gid(), ByteBuffer.wrap(old.content())));
        }
        int mode = template.perms().orElse(there.map(ExistingFile::mode).orElse(USUAL_MODE));
        folder.add(new Placed(template, name, mode, uid, gid, ByteBuffer.wrap(content)));
    }

    private static boolean changes(ExistingFile there, byte[] content, int uid, int gid) {
        return there.uid() != uid || there.gid() != gid || !Arrays.equals(there.content(), content);
    }

    /** Puts all of them. */
    void put() throws InterruptedException {
        for (Map.Entry<String, List<Placed>> folder : folders.entrySet()) {
            try {
                communicator.put(folder.getKey(), new ByteArrayInputStream(tar(folder.getValue())));
            } catch (EngineException e) {
                if (e.problems().get(0).code().equals(REFUSED_TARGET)) {
                    TemplateSettings template = folder.getValue().get(0).template();
                    throw new ProvisionException(e.problems().get(0).at(template.destinationLocation()), e);
                }
                throw e;
            }
        }
    }

    private static byte[] tar(List<Placed> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Placed file : files) {
                TarArchiveEntry entry = new TarArchiveEntry(file.name(), true);
                entry.setSize(file.content().remaining());
                entry.setMode(file.mode());
                entry.setIds(file.uid(), file.gid());
                entry.setNames("", "");
                tar.putArchiveEntry(entry);
                tar.write(file.content().array());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
