package loom.aml.server.page.view;

/** A figure with its name. */
public record Figure(String name, String value) {}
