# Tells Chandler what became of the tasks: one line for each thing, a word and then texts in base64, in a file that only it reads.
from __future__ import annotations

import base64
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: chandler_report
type: aggregate
short_description: tells Chandler what became of the tasks
description: Writes for the Chandler that has started ansible-playbook which tasks have failed, and the counts at the end.
requirements: []
options: {}
"""

LONGEST = 4000


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "chandler_report"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors:
            self._failed("failed", result)

    def v2_runner_on_unreachable(self, result):
        self._failed("unreachable", result)

    def v2_playbook_on_stats(self, stats):
        totals = [stats.summarize(host) for host in sorted(stats.processed)]
        names = ("ok", "changed", "failures", "unreachable", "skipped", "rescued", "ignored")
        self._write("stats", *[str(sum(each[name] for each in totals)) for name in names])

    def _failed(self, word, result):
        # What Ansible gives to callbacks has lost already what no_log: keeps back.
        task = result._task
        # The item of a loop that has failed says more than the loop.
        found = result._result
        for item in found.get("results") or []:
            if isinstance(item, dict) and (item.get("failed") or item.get("unreachable")):
                found = item
                break
        said = [str(found[key]) for key in ("msg", "module_stderr", "module_stdout", "stderr", "stdout") if found.get(key)]
        self._write(word, task.get_name().strip(), task.get_path() or "", str(found.get("rc", "")), "\n".join(said)[:LONGEST])

    def _write(self, word, *texts):
        # "=" stands before each, so that an empty one is a word, too.
        line = " ".join([word] + ["=" + base64.b64encode(text.encode("utf-8", "replace")).decode() for text in texts])
        with open(os.environ["CHANDLER_ANSIBLE_REPORT"], "a", encoding="ascii") as file:
            file.write(line + "\n")
