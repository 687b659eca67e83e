package loom.aml.cli.schedule;

import java.util.List;

/**
 * A scheduled command.
 *
 * @param name a word that identifies it
 * @param description a short description
 * @param times when it runs
 * @param words the arguments of aml, without the store
 */
public record Job(String name, String description, Times times, List<String> words) {}
