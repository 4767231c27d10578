package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file behind an address of the web.
 *
 * @param uri the address
 * @param location where it was written
 */
record UrlSource(URI uri, Location location) implements FetchSource {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    private static final int MODE = 0644;
    static final int LAST_PORT = 65_535;

    static boolean isUrl(String from) {
        return URL.matcher(from).matches();
    }

    /**
     * Reads an address.
     *
     * @param to the target, which may need the address to end with a name
     */
    static UrlSource of(Setting from, String to) {
        URI uri = parse(from);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(
                    from, "it begins with " + uri.getScheme() + "://, and only http:// and https:// can be fetched");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw refused(from, uri.getHost() == null ? "it names no host" : "a name and a password are no part of it");
        }
        if (uri.getPort() > LAST_PORT) {
            throw refused(from, "no port is as high as " + uri.getPort());
        }
        UrlSource source = new UrlSource(uri, from.location());
        if (CopyTarget.isDirectory(to) && source.name().isEmpty()) {
            throw new ManifestException(Problem.of("CH-FETCH-001", "this address does not end with a file's name")
                    .at(from.location())
                    .because("to: \"" + to + "\" is a directory, so that the file is called as the address has it")
                    .remedy("let to: end with a name"));
        }
        return source;
    }

    private static URI parse(Setting from) {
        try {
            return new URI(from.text());
        } catch (URISyntaxException e) {
            throw refused(from, e.getReason());
        }
    }

    private static ManifestException refused(Setting from, String why) {
        return new ManifestException(Problem.of("CH-FETCH-001", "no address that can be fetched")
                .at(from.location())
                .because(why));
    }

    /** What is behind the question mark may be a permission, which is nobody else's. */
    @Override
    public String words() {
        String text = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        return uri.getRawQuery() == null ? text : text + "?…";
    }

    @Override
    public String name() {
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return List.of(".", "..").contains(name) || name.chars().anyMatch(Character::isISOControl) ? "" : name;
    }

    @Override
    public int mode() {
        return MODE;
    }

    @Override
    public Digest digest() {
        throw new IllegalStateException("no sha256 for " + words());
    }

    /** By the proxies that the step's commands would have. */
    @Override
    public Fetched fetch(StepContext context) throws InterruptedException {
        Map<String, String> env = context.command(List.of("fetch")).build().env();
        try {
            return Download.of(uri, new Proxies(env));
        } catch (IOException e) {
            throw new ProvisionException(
                    Problem.of("CH-FETCH-002", "cannot fetch " + words())
                            .at(location)
                            .because(DownloadWords.of(e)),
                    e);
        }
    }
}
