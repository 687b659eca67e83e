package loom.aml.server.memory;

/** Describes failures for agents, and reports those that nobody expects. */
public interface Failures {
    /** Describes a failure and what can be done about it. */
    String inWords(Exception e);

    /** Records an unexpected failure. */
    void report(Throwable e);
}
