package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;

/** The member of a cluster on which everything is to be made, where the user has named one. */
final class ClusterTarget {

    private ClusterTarget() {}

    /**
     * Refuses one that is not there.
     *
     * @param greeting what the daemon has said of itself
     */
    static void require(LxdHttp http, JsonObject greeting, String member) throws InterruptedException {
        JsonObject environment = Json.object(greeting, "environment");
        if (!Json.text(environment, "server_clustered").equals("true")) {
            throw LxdProblems.noMember(http.endpoint(), member, "it is no cluster");
        }
        LxdAnswer answer = http.get(http.outside("cluster", "members", member));
        if (!answer.ok()) {
            throw LxdProblems.noMember(http.endpoint(), member, answer.words());
        }
    }
}
