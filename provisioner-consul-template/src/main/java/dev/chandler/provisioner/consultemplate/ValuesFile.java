package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.cache.Digest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What answers in place of Consul.
 *
 * @param digest of the file's content
 * @param datacenter the only one there is
 * @param keys keys and values, in Consul's order
 * @param services what runs where, by name
 * @param nodes nodes by name, also those that only services name
 */
record ValuesFile(
        Digest digest,
        String datacenter,
        SortedMap<String, Value> keys,
        Map<String, List<Service>> services,
        Map<String, Node> nodes) {

    /** A value as Consul's API has it. */
    record Value(String base64) {}

    /** One instance of a service. */
    record Service(
            String name,
            String id,
            String node,
            String address,
            int port,
            List<String> tags,
            Map<String, String> meta,
            String status) {}

    /** A node. */
    record Node(String name, String address, Map<String, String> meta) {}

    static ValuesFile read(ClientFile file) {
        byte[] bytes = file.read();
        return new ValuesReader(file.shown()).read(bytes);
    }
}
