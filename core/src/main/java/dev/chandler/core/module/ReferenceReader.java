package dev.chandler.core.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.version.VersionRange;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the text of one reference.
 *
 * @param text as written
 * @param place where it was written
 */
record ReferenceReader(String text, Location place) {

    private static final Pattern HOST = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?");
    private static final Pattern NAME = Pattern.compile(ModuleModel.NAME);
    private static final Pattern REF = Pattern.compile("[\\w][\\w./+-]*");
    private static final Pattern SUBDIR = Pattern.compile("(?!\\.\\.?(/|$))[\\w.-]+(/(?!\\.\\.?(/|$))[\\w.-]+)*");
    private static final String GIT = "git+";
    private static final String VERSION = "{version}";

    /** One that stands in a manifest or a module. */
    ModuleReference use() {
        ModuleReference read = read();
        if (read instanceof ModuleReference.Archive archive) {
            require(
                    archive.digest().isPresent() && archive.url().indexOf('{') < 0,
                    "an archive is https://HOST/PATH#sha256:… with the digest of its bytes");
        }
        return read;
    }

    /** One that stands in {@code chandler.sources.yml}: no name, no range, and an archive for each version. */
    ModuleReference mapped() {
        ModuleReference read = read();
        require(!(read instanceof ModuleReference.Named), "it is a name, and no place");
        require(read.range().equals(VersionRange.ANY), "a range stands where a module is used, and not here");
        if (read instanceof ModuleReference.Archive archive) {
            require(
                    archive.url().contains(VERSION) == archive.digest().isEmpty(),
                    "an archive's URL has {version} in it, or else a digest behind it, #sha256:…");
        }
        return read;
    }

    private ModuleReference read() {
        if (isFolder(text)) {
            require(text.indexOf('\0') < 0, "it is no path");
            return new ModuleReference.Folder(text);
        }
        if (text.startsWith(GIT)) {
            return git(text.substring(GIT.length()));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return archive();
        }
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        VersionRange range = at < 0 ? VersionRange.ANY : range(text.substring(at + 1));
        int slash = name.indexOf('/');
        String first = slash < 0 ? name : name.substring(0, slash);
        if (slash >= 0 && isHost(first)) {
            require(
                    HOST.matcher(first).matches()
                            && NAME.matcher(name.substring(slash + 1)).matches(),
                    "a registry's are HOST[:PORT]/NAME@RANGE, the name in lower-case letters");
            return new ModuleReference.Registry(name, range);
        }
        require(NAME.matcher(name).matches(), "a module's name is such as web/nginx, in lower-case letters");
        return new ModuleReference.Named(name, range);
    }

    /** Whether what is written is a path. */
    static boolean isFolder(String text) {
        return text.startsWith("./")
                || text.startsWith("../")
                || text.startsWith("/")
                || text.equals(".")
                || text.equals("..");
    }

    private static boolean isHost(String word) {
        return word.indexOf('.') >= 0 || word.indexOf(':') >= 0 || word.equals("localhost");
    }

    private VersionRange range(String written) {
        return VersionRange.parse(written)
                .orElseThrow(() -> wrong(
                        "\"" + written + "\" is no range: one is such as ^1.2, ~1.2.3, 1.x, >=1.2 & <2" + " or 1.2.3"));
    }

    private ModuleReference git(String rest) {
        int hash = rest.indexOf('#');
        String url = hash < 0 ? rest : rest.substring(0, hash);
        String behind = hash < 0 ? "" : rest.substring(hash + 1);
        int colon = behind.indexOf(':');
        Optional<String> ref = given(colon < 0 ? behind : behind.substring(0, colon));
        Optional<String> subdir = given(colon < 0 ? "" : behind.substring(colon + 1));
        requireUrl(url, "a git repository's are git+URL#REF:SUBDIR with a URL of file, ssh, https or http");
        require(ref.isEmpty() || REF.matcher(ref.get()).matches(), "behind the # stands a branch, a tag or a commit");
        require(
                subdir.isEmpty() || SUBDIR.matcher(subdir.get()).matches(),
                "behind the : stands a folder of the repository, without . and ..");
        return new ModuleReference.Git(url, ref, subdir);
    }

    /** A word that may be missing. */
    static Optional<String> given(String word) {
        return Optional.of(word).filter(given -> !given.isEmpty());
    }

    private ModuleReference archive() {
        int hash = text.indexOf('#');
        String url = hash < 0 ? text : text.substring(0, hash);
        requireUrl(
                url.replace(VERSION, "1").replace(MappedSource.NAME, "name"),
                "an archive is https://HOST/PATH#sha256:…");
        return new ModuleReference.Archive(
                url, hash < 0 ? Optional.empty() : Optional.of(digest(text.substring(hash + 1))));
    }

    private Digest digest(String written) {
        try {
            return Digest.parse(written);
        } catch (IllegalArgumentException e) {
            throw wrong("\"" + written + "\" is no digest: one is sha256: and 64 hexadecimal digits");
        }
    }

    private void requireUrl(String url, String why) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong(why);
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        boolean file = scheme.equals("file") && uri.getPath() != null;
        boolean web = scheme.equals("https") || scheme.equals("http");
        require(file || ((web || scheme.equals("ssh")) && uri.getHost() != null), why);
        String user = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        require(
                user.indexOf(':') < 0 && (user.isEmpty() || !web),
                "a login stands in it, which others would read in chandler.lock");
    }

    private void require(boolean held, String why) {
        if (!held) {
            throw wrong(why);
        }
    }

    private ManifestException wrong(String why) {
        return new ManifestException(Problem.of("CH-MODULE-020", "\"" + text + "\" means no module")
                .at(place)
                .because(why)
                .remedy("a module is NAME@RANGE, ./FOLDER, HOST[:PORT]/NAME@RANGE, git+URL#REF:SUBDIR or"
                        + " https://…#sha256:…"));
    }
}
