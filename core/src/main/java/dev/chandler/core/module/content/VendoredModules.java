package dev.chandler.core.module.content;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The copies of modules that a project has in a folder of its own, so that it is built without any other place.
 *
 * <p>What is there is held against the project's lock whenever it is taken. Immutable.
 */
public final class VendoredModules {

    /** Where the folder is where the lock does not say another, relative to the project. */
    public static final String FOLDER = "vendor/modules";

    /** What copies are to whoever wants a module. */
    public enum Use {
        /** A module is taken from there where it is there. */
        PREFERRED,
        /** Where there are any, all that is locked has to be there. */
        DEMANDED,
        /** They are being written: one that is not right is as one that is not there. */
        REPLACED
    }

    /**
     * What a module's copy has.
     *
     * @param content all of it
     * @param signature what came with it
     */
    public record Copy(ModuleContent content, Optional<byte[]> signature) {}

    private final Path folder;
    private final String shown;
    private final Use use;
    private final Optional<VendorList> list;

    private VendoredModules(Path folder, String shown, Use use, Optional<VendorList> list) {
        this.folder = folder;
        this.shown = shown;
        this.use = use;
        this.list = list;
    }

    /**
     * Reads which there are.
     *
     * @param project the project's folder, absolute
     * @param lock the project's, which says where they are
     * @param workingDirectory what messages name files relative to
     * @param use what copies are to the caller
     * @return the copies
     * @throws ManifestException if their list cannot be read, and is not to be written anew
     */
    public static VendoredModules read(Path project, Lockfile lock, Path workingDirectory, Use use) {
        String folder = lock.vendored().orElse(FOLDER);
        Path copies = project.resolve(folder);
        try {
            return new VendoredModules(copies, folder, use, VendorList.read(copies, workingDirectory));
        } catch (ManifestException e) {
            if (use == Use.REPLACED) {
                return new VendoredModules(copies, folder, use, Optional.empty());
            }
            throw e;
        }
    }

    /**
     * Whether there are any.
     *
     * @return whether the folder has a list of them
     */
    public boolean any() {
        return list.isPresent();
    }

    /**
     * What is there of a module.
     *
     * @param module as the lock has it
     * @return its copy; empty where there is none
     * @throws ManifestException if it is not what is locked, or has to be there and is not
     * @throws InterruptedException if cancelled
     */
    public Optional<Copy> find(LockedModule module) throws InterruptedException {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        Optional<VendorList.Entry> entry = list.get().of(module);
        if (entry.isPresent()) {
            return copy(entry.get(), module);
        }
        if (use == Use.DEMANDED) {
            throw new ManifestException(Problem.of("CH-MODULE-076", "there is no copy of " + named(module))
                    .because("with --locked all modules are taken from \"" + shown + "\", where others are")
                    .remedy("\"chandler module vendor\" puts it there"));
        }
        return Optional.empty();
    }

    private Optional<Copy> copy(VendorList.Entry entry, LockedModule module) throws InterruptedException {
        try {
            return Optional.of(content(entry, module));
        } catch (ManifestException e) {
            if (use == Use.REPLACED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Copy content(VendorList.Entry entry, LockedModule module) throws InterruptedException {
        if (!entry.digest().equals(module.digest())) {
            throw otherwise(
                    entry,
                    module,
                    "its list says " + entry.digest() + ", and " + Lockfile.NAME + " " + module.digest());
        }
        Path copy = folder.resolve(entry.folder());
        if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            throw otherwise(entry, module, "there is no such folder");
        }
        try {
            ModuleContent content = ModulePacking.packWith(copy, entry.empty());
            if (content.digest().equals(module.digest())) {
                return new Copy(content, SignatureFile.read(copy));
            }
            throw otherwise(
                    entry,
                    module,
                    "its files have the digest " + content.digest() + ", and " + Lockfile.NAME + " has "
                            + module.digest());
        } catch (FileTreeException e) {
            throw otherwise(entry, module, e.problem().what());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + copy);
            }
            throw otherwise(entry, module, String.valueOf(e.getMessage()));
        }
    }

    private ManifestException otherwise(VendorList.Entry entry, LockedModule module, String why) {
        return new ManifestException(Problem.of(
                        "CH-MODULE-074", "the copy of " + named(module) + " is not what " + Lockfile.NAME + " has")
                .because("it is in \"" + shown + "/" + entry.folder() + "\": " + why)
                .remedy("\"chandler module vendor\" writes it anew. Where it is so in a fresh checkout, files were"
                        + " left out of version control: git add --force " + shown));
    }

    private static String named(LockedModule module) {
        return "the module \"" + module.name() + "\" " + module.version();
    }
}
