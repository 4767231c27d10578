package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.List;

/** What instances of ours there are on a daemon, in one request. */
final class InstanceList {

    private InstanceList() {}

    static List<JsonObject> ours(LxdHttp http) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances").addQueryParameter("recursion", "1"));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot list the instances of LXD", answer.words());
        }
        return Json.objects(answer.metadata()).stream()
                .filter(instance -> Labels.text(Json.object(instance, "config"), Labels.VERSION)
                        .isPresent())
                .toList();
    }
}
