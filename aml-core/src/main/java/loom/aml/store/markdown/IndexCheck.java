package loom.aml.store.markdown;

import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.store.markdown.IndexPart.Link;
import loom.aml.store.markdown.IndexPart.Other;
import loom.aml.store.markdown.IndexPart.Section;

/** Compares the parts of an index that is to be written with those that a reader would find. */
final class IndexCheck {
    private IndexCheck() {}

    /**
     * Requires that the same memories are found. Lines that are not memories may become part of a section: the prose after a
     * link that was removed continues the section before it.
     *
     * @throws DamagedException if a memory would change, disappear or appear
     */
    static void requireSame(List<IndexPart> given, List<IndexPart> found) throws DamagedException {
        int next = 0;
        for (IndexPart part : found) {
            if (part instanceof Other) {
                continue;
            }
            while (next < given.size() && given.get(next) instanceof Other) {
                next++;
            }
            boolean isSame = next < given.size() && isSame(given.get(next), part);
            if (isSame) {
                next++;
            } else if (part instanceof Link) {
                throw new DamagedException(
                        0, "the index would contain another link: " + part.raw().strip());
            }
        }
        for (IndexPart rest : given.subList(next, given.size())) {
            if (!(rest instanceof Other)) {
                String line = rest.raw().strip().lines().findFirst().orElse("");
                throw new DamagedException(0, "the index would not be read as it was given: " + line);
            }
        }
    }

    private static boolean isSame(IndexPart given, IndexPart found) {
        return switch (given) {
            case Link link ->
                found instanceof Link other
                        && link.raw().stripTrailing().equals(other.raw().stripTrailing());
            case Section section ->
                found instanceof Section other
                        && section.title().equals(other.title())
                        && other.raw().startsWith(section.raw().stripTrailing());
            case Other _ -> false;
        };
    }
}
