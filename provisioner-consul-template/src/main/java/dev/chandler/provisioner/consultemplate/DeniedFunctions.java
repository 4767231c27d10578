package dev.chandler.provisioner.consultemplate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of consul-template that no template may call, and what to do instead. */
final class DeniedFunctions {

    private static final Pattern DISABLED = Pattern.compile("error calling (\\w+): function is disabled");

    /** What consul-template says where a denied function is called with something other than text. */
    private static final Pattern WRONG_TYPE = Pattern.compile("wrong type for value; expected string; got|at <(\\w+)");

    private static final String VAULT = "use secrets: of the manifest for what is in Vault";
    private static final String CONSUL_ONLY = "only keys, services and nodes of Consul can be read";
    private static final String HOST = "its result would depend on the machine that builds: use env:, or a variable";

    private static final Map<String, String> REMEDIES = remedies();

    private DeniedFunctions() {}

    private static Map<String, String> remedies() {
        Map<String, String> remedies = new LinkedHashMap<>();
        List.of("secret", "secrets", "pkiCert").forEach(each -> remedies.put(each, VAULT));
        List.of("nomadServices", "nomadService", "nomadVarList", "nomadVarListSafe", "nomadVar", "nomadVarExists")
                .forEach(each -> remedies.put(each, CONSUL_ONLY));
        List.of("caRoots", "caLeaf", "partitions", "peerings", "exportedServices")
                .forEach(each -> remedies.put(each, CONSUL_ONLY));
        List.of("plugin", "sockaddr", "sprig_getHostByName").forEach(each -> remedies.put(each, HOST));
        remedies.put("writeToFile", "make the file a template of its own");
        return remedies;
    }

    static List<String> names() {
        return List.copyOf(REMEDIES.keySet());
    }

    /** Which one an error is about. */
    static Optional<String> in(String error) {
        Matcher disabled = DISABLED.matcher(error);
        if (disabled.find()) {
            return Optional.of(disabled.group(1));
        }
        Matcher type = WRONG_TYPE.matcher(error);
        while (type.find()) {
            if (type.group(1) != null && REMEDIES.containsKey(type.group(1))) {
                return Optional.of(type.group(1));
            }
        }
        return Optional.empty();
    }

    static String remedy(String function) {
        return REMEDIES.getOrDefault(function, "the template's function_denylist has it: take it out there");
    }
}
