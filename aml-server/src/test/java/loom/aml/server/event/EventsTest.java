package loom.aml.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Clients see every event in order, or learn that they missed some. */
class EventsTest {
    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private final Events events = new Events();

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            events.publish("store", "s", JsonObject.builder().put("n", i).build());
        }
    }

    @Test
    void reader_seesWhatIsPublishedAfterItBegan() throws Exception {
        publish(1);
        try (Events.Reader reader = events.follow("")) {
            assertThat(reader.next(NOT_AT_ALL)).isEmpty();
            publish(2);
            assertThat(reader.next(NOT_AT_ALL))
                    .extracting(event -> event.data().number("n"))
                    .containsExactly(0L, 1L);
            assertThat(reader.next(NOT_AT_ALL)).isEmpty();
        }
    }

    @Test
    void reader_continuesAfterAPosition() throws Exception {
        publish(3);
        List<Events.Event> all;
        try (Events.Reader first = events.follow("")) {
            publish(3);
            all = first.next(NOT_AT_ALL);
        }
        try (Events.Reader second = events.follow(all.getFirst().id())) {
            assertThat(second.next(NOT_AT_ALL)).containsExactlyElementsOf(all.subList(1, 3));
        }
    }

    @Test
    void readerThatMissedEvents_isReset() throws Exception {
        try (Events.Reader slow = events.follow("")) {
            publish(3_000);
            assertThat(slow.next(NOT_AT_ALL))
                    .singleElement()
                    .matches(event -> event.name().equals("reset"));
            publish(1);
            assertThat(slow.next(NOT_AT_ALL))
                    .singleElement()
                    .matches(event -> event.name().equals("store"));
        }
    }

    @Test
    void positionsOfAnotherProcess_areReset() throws Exception {
        for (String position : List.of("00000000-1", "x", events.follow("").position() + "9")) {
            try (Events.Reader reader = events.follow(position)) {
                publish(1);
                assertThat(reader.next(NOT_AT_ALL))
                        .as(position)
                        .first()
                        .matches(event -> event.name().equals("reset"));
            }
        }
    }

    @Test
    void close_endsReaders() throws Exception {
        try (Events.Reader reader = events.follow("")) {
            assertThat(events.isFollowed()).isTrue();
            events.close();
            assertThat(reader.next(Duration.ofDays(1))).isEmpty();
            assertThat(reader.isOver()).isTrue();
        }
        assertThat(events.isFollowed()).isFalse();
    }
}
