package loom.aml.locate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectSlugTest {
    @Test
    void everyUnit_exceptLettersAndDigits_becomesADash() {
        assertThat(ProjectSlug.of("/home/me/src/my_app.v2")).isEqualTo("-home-me-src-my-app-v2");
        assertThat(ProjectSlug.of("/home/m\u00e9/\u30e1\u30e2")).isEqualTo("-home-m----");
        assertThat(ProjectSlug.of("/\ud83d\ude00"))
                .as("a character of two units")
                .isEqualTo("---");
    }

    /** The hash was computed by the JavaScript of Claude Code. */
    @Test
    void longPath_isCutAndHashed() {
        String path = "/home/me/" + "long_directory/".repeat(20) + "end";

        String slug = ProjectSlug.of(path);

        assertThat(slug).hasSize(207).endsWith("-udw1mj").startsWith("-home-me-long-directory-long-directory-");
        assertThat(ProjectSlug.isCut(slug)).isTrue();
        assertThat(ProjectSlug.isCut(ProjectSlug.of("/home/me"))).isFalse();
    }

    @Test
    void pathOf200Units_isNotCut() {
        assertThat(ProjectSlug.of("/" + "a".repeat(199))).hasSize(200);
        assertThat(ProjectSlug.of("/" + "a".repeat(200))).hasSizeGreaterThan(201);
    }
}
