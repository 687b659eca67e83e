package loom.aml.stale.mention;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a word is a path within a repository. Globs, placeholders, addresses, versions, absolute paths, branches and what
 * builds generate are not: a path that is not recognised is better than a false alarm.
 */
final class PathForm {
    private static final int LONGEST = 300;

    private static final Set<String> SUFFIXES = Set.of(
            ("ts tsx mts cts js jsx mjs cjs java kt kts groovy scala py pyi go rs rb php c h cc cpp cxx hpp hh cs fs swift m mm clj cljs "
                            + "ex exs erl hs ml mli lua dart zig nim r jl pl pm vue svelte astro css scss sass less html htm sql sh bash zsh "
                            + "fish ps1 bat cmd json jsonc json5 yml yaml toml ini cfg conf xml gradle properties md mdx rst txt adoc "
                            + "proto graphql gql tf tfvars hcl nix cmake mk prisma csv ipynb svg png jsonl mdc")
                    .split(" "));

    /** Products whose names look like files. */
    private static final Set<String> PRODUCTS = Set.of(
            "node.js next.js nuxt.js vue.js react.js three.js d3.js chart.js express.js nest.js ember.js backbone.js alpine.js p5.js discord.js socket.io"
                    .split(" "));

    /** Directories that builds and tools make, or that hold what belongs to one person. */
    private static final Set<String> GENERATED = Set.of(
            ("node_modules target build dist out output coverage bin obj vendor tmp temp logs log cache .cache .git .venv venv __pycache__ .next "
                            + ".nuxt .gradle .idea .vscode .claude .serena .loom .codex .tox .mypy_cache .pytest_cache generated artifacts "
                            + "reports")
                    .split(" "));

    private static final Set<String> PLACEHOLDERS = Set.of(
            ("foo bar baz qux foobar xxx yyy zzz x y z a b file filename file-name myfile my-file yourfile your-file example examplefile some something "
                            + "placeholder my-feature your-feature feature-name module-name name your-name dir folder subdir")
                    .split(" "));

    /** Prefixes of branches; without a suffix, {@code docs/typo} is rather one of them. */
    private static final Set<String> BRANCHES = Set.of(
            ("feature feat fix bugfix hotfix release releases chore docs doc test tests ci refactor perf style revert wip user users origin upstream "
                            + "heads remotes tags main master develop dependabot renovate experiment spike build")
                    .split(" "));

    private static final Set<String> TOPS = Set.of(
            ("src lib app apps packages services modules crates internal pkg cmd config conf scripts test tests spec docs doc db infra deploy tools web "
                            + "server client api ui components pages examples migrations .github .circleci assets public static resources")
                    .split(" "));

    private PathForm() {}

    /**
     * Reads a path.
     *
     * @param isQuoted whether it is in backticks, which says that the word is a name
     */
    static Optional<Mention> of(String word, int line, boolean isQuoted) {
        String path = withoutPosition(word);
        if (path == null || path.length() > LONGEST || !isPlain(path)) {
            return Optional.empty();
        }
        boolean isNumbered = path.length() < word.length();
        String relative = path.startsWith("./") ? path.substring(2) : path;
        boolean isDirectory = relative.endsWith("/");
        String[] parts = (isDirectory ? relative.substring(0, relative.length() - 1) : relative).split("/", -1);
        if (!areNames(parts)) {
            return Optional.empty();
        }
        String name = parts[parts.length - 1];
        boolean isFile = !isDirectory && hasSuffix(name);
        if (parts.length == 1) {
            // A name alone may be that of any file; that of a place in it is one.
            return isQuoted && isFile && isNumbered
                    ? Optional.of(new Mention.FilePath(line, word, name, false, List.of()))
                    : Optional.empty();
        }
        if (isFile) {
            boolean isRooted = !isQuoted && parts.length == 2 && !TOPS.contains(parts[0]);
            return Optional.of(new Mention.FilePath(line, word, relative, isRooted, List.of()));
        }
        boolean isBranch = BRANCHES.contains(parts[0].toLowerCase(Locale.ROOT));
        boolean isOpen = !isDirectory && (isBranch || name.indexOf('.') >= 0 || parts[0].startsWith("@"));
        return isQuoted && !isOpen
                ? Optional.of(new Mention.FilePath(line, word, relative, true, List.of()))
                : Optional.empty();
    }

    /** Returns whether a word ends like a file. */
    static boolean hasSuffix(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String lower = name.toLowerCase(Locale.ROOT);
        return dot > 0
                && SUFFIXES.contains(lower.substring(dot + 1))
                && !PRODUCTS.contains(lower)
                && !lower.startsWith(".env");
    }

    /** Returns whether a path leads into what builds or tools make. */
    static boolean isGenerated(String path) {
        for (String part : path.split("/", -1)) {
            if (GENERATED.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the path before {@code :42}, {@code :42:7}, {@code #L42} or {@code ::name}; null if another colon is in it. */
    private static @Nullable String withoutPosition(String word) {
        int hash = word.indexOf('#');
        String path = hash < 0 ? word : word.substring(0, hash);
        int colon = path.indexOf(':');
        if (colon < 0) {
            return path;
        }
        String rest = path.substring(colon);
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c != ':' && c != '-' && !(c >= '0' && c <= '9')) {
                return rest.startsWith("::") && hasSuffix(path.substring(0, colon)) ? path.substring(0, colon) : null;
            }
        }
        return path.substring(0, colon);
    }

    private static boolean isPlain(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.startsWith("-") || path.startsWith("~")) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!Character.isLetterOrDigit(c) && "._-/@+".indexOf(c) < 0) {
                return false;
            }
        }
        return !path.contains("//");
    }

    private static boolean areNames(String[] parts) {
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            String lower = part.toLowerCase(Locale.ROOT);
            int dot = lower.indexOf('.');
            String stem = dot > 0 ? lower.substring(0, dot) : lower;
            boolean isHost = i == 0 && parts.length > 1 && dot > 0;
            boolean isBlank = part.equals("NAME") || part.contains("XX") || part.contains("YY") || part.contains("NN");
            if (part.isEmpty()
                    || part.equals(".")
                    || part.startsWith("..")
                    || part.startsWith("@")
                    || isHost
                    || isBlank) {
                return false;
            }
            if (GENERATED.contains(part) || PLACEHOLDERS.contains(stem) || stem.startsWith("your-")) {
                return false;
            }
        }
        return !(parts.length > 1 && parts[0].equals("path") && parts[1].equals("to"));
    }
}
