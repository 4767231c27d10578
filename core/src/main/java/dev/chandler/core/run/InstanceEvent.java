package dev.chandler.core.run;

/** What can happen to an instance; the walk sends most of them, the work itself the others. */
public enum InstanceEvent {
    /** The next task's result is there. */
    TASK_HIT,
    /** The test's verdict is there. */
    TEST_HIT,
    /** The next task, or the test, has to run, and there is no instance yet. */
    TASK_MISS,
    /** The instance takes commands. */
    STARTED,
    /** Somebody else is making the state, or was a moment ago: there is no instance. */
    TAKEN,
    /** A task begins. */
    TASK,
    /** The task ended well, and nothing of it runs any more. */
    TASK_OK,
    /** The state is to be kept under its key. */
    CHECKPOINT_DUE,
    /** The state is to be kept for as long as the build needs it. */
    FORK_DUE,
    /** The state is kept. */
    SNAPSHOT_DONE,
    /** All is done and all tests are green. */
    COMMIT,
    /** The image is there. */
    PUBLISHED,
    /** No image is wanted, or a test was red. */
    CLOSE,
    /** A step failed. */
    FAILED,
    /** Somebody ended the build. */
    CANCELLED,
    /** The engine has gone, or refuses. */
    LOST,
    /** Nothing of the instance is left. */
    RELEASED
}
