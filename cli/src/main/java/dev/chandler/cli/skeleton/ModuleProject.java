package dev.chandler.cli.skeleton;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder for a new module.
 *
 * @param name its name, words with slashes between
 */
public record ModuleProject(String name) {

    /**
     * The folder's name.
     *
     * @return the last word of the module's
     */
    public String folder() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * All files.
     *
     * @return their texts by their paths, relative to the folder
     */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("module.yml", text("module.yml"));
        files.put("README.md", text("README.md"));
        files.put(".chandlerignore", text("chandlerignore"));
        files.put("test/chandler.yml", text("chandler.yml"));
        return files;
    }

    private String text(String template) {
        return Templates.read("module/" + template).replace("@name@", name).replace("@word@", folder());
    }
}
