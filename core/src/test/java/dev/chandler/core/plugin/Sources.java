package dev.chandler.core.plugin;

/** Source text of plugins, each written against the API alone. */
final class Sources {

    private Sources() {}

    static String provisioner(String className, String id) {
        return provisioner(className, id, "");
    }

    static String provisioner(String className, String id, String inConstructor) {
        return """
                package org.example;

                import dev.chandler.api.provision.*;

                public final class %1$s implements Provisioner {
                    public %1$s() { %3$s }
                    public String id() { return "%2$s"; }
                    public String keyVersion() { return "1"; }
                    public PreparedStep prepare(ProvisionRequest request) { throw new UnsupportedOperationException(); }
                }
                """.formatted(className, id, inConstructor);
    }

    static String engine(String className, String id) {
        return """
                package org.example;

                import dev.chandler.api.engine.*;
                import java.util.*;

                public final class %1$s implements EngineFactory {
                    public String id() { return "%2$s"; }
                    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
                        return List.of(new Endpoint(given.orElse("%2$s:"), "default"));
                    }
                    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
                        throw new UnsupportedOperationException();
                    }
                }
                """.formatted(className, id);
    }

    /** A provisioner whose key version is the answer to whether it can see a class. */
    static String spy(String className, String id, String wanted) {
        return asking(className, id, """
                try {
                    return "sees " + Class.forName("%s").getName();
                } catch (ClassNotFoundException e) {
                    return "sees nothing";
                }
                """.formatted(wanted));
    }

    /** A provisioner whose key version is what some statements return. */
    static String asking(String className, String id, String statements) {
        return """
                package org.example;

                import dev.chandler.api.provision.*;

                public final class %1$s implements Provisioner {
                    public String id() { return "%2$s"; }
                    public String keyVersion() { %3$s }
                    public PreparedStep prepare(ProvisionRequest request) { throw new UnsupportedOperationException(); }
                }
                """.formatted(className, id, statements);
    }
}
