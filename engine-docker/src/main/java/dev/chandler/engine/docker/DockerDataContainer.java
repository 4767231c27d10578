package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.engine.DataContainer;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Somebody else's container, running or not, of whose volumes something is taken. */
record DockerDataContainer(ContainerFiles files, List<String> volumes) implements DataContainer {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    static Optional<DataContainer> find(DockerHttp http, DockerDriver driver, String name) throws InterruptedException {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Answer answer = http.get(http.at("containers/" + name + "/json"), Patience.QUESTION);
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot look at container " + name, answer.words());
        }
        JsonObject container = answer.json().getAsJsonObject();
        TreeSet<String> places = new TreeSet<>();
        if (container.get("Mounts") instanceof JsonArray mounts) {
            for (JsonElement mount : mounts) {
                places.add(DockerHttp.text(mount.getAsJsonObject(), "Destination"));
            }
        }
        ContainerFiles files = new ContainerFiles(http, driver, DockerHttp.text(container, "Id"));
        return Optional.of(new DockerDataContainer(files, List.copyOf(places)));
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        return files.get(path);
    }
}
