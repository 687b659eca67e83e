package loom.aml.index.query;

import java.time.Instant;
import java.util.Set;

/** One thing that is asked of an item. */
public sealed interface Clause {

    /** Words of one clause that must follow each other; those behind are not asked for. */
    int MOST_IN_A_ROW = 256;

    /** Whether items that it holds for are to be left out. */
    boolean isExcluded();

    /** Whether it is about words; such clauses rank, all others only filter. */
    default boolean isText() {
        return false;
    }

    /** The words it asks for, as people write them; empty if it is not about words. */
    default String words() {
        return "";
    }

    /** A word stands in the text of the item, or is its id. One that has parts, {@code readFile}, stands for these in a row. */
    record Word(String text, boolean isExcluded) implements Clause {
        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return text;
        }
    }

    /** Words stand in the text of the item, one behind the other. */
    record Phrase(String text, boolean isExcluded) implements Clause {
        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return '"' + text + '"';
        }
    }

    /** The text of the item has a word that begins so. Only asked where no item has the words themselves. */
    record Beginning(String text) implements Clause {
        @Override
        public boolean isExcluded() {
            return false;
        }

        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return text + "*";
        }
    }

    /** The text of the item contains each of these signs: emoji, arrows, brackets. Only asked where a query has no words. */
    record Symbols(String text) implements Clause {
        @Override
        public boolean isExcluded() {
            return false;
        }
    }

    /** The item has one of these values; tags and types whatever their case. */
    record Named(Name name, Set<String> anyOf, boolean isExcluded) implements Clause {
        public Named {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** A figure lies within bounds, both included. */
    record Range(NumericField figure, double min, double max, boolean isExcluded) implements Clause {}

    /** The item was last used, or else recorded, between two times, both included, to the millisecond. */
    record Used(Instant from, Instant to, boolean isExcluded) implements Clause {}
}
