package dev.chandler.core.project;

import dev.chandler.core.manifest.BuildNeed;
import java.nio.file.Path;
import java.util.List;

/**
 * One build of a project.
 *
 * @param name by which others need it, the only one of this name
 * @param manifest the manifest's file, absolute
 * @param needs what the project's file says that it needs
 */
public record ProjectBuild(String name, Path manifest, List<BuildNeed> needs) {}
