package chat.tertulia.message;

import chat.tertulia.audience.Audience;
import chat.tertulia.audience.Broadcaster;
import chat.tertulia.message.TypingTable.Typist;
import chat.tertulia.platform.Alarm;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Tells a conversation who is typing in it. Lives in memory: after a restart nobody types. Safe from any thread. */
@Service
public class Typing {
    private final Broadcaster broadcaster;
    private final Clock clock;
    private final Alarm alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final TypingTable table = new TypingTable();

    @Inject
    public Typing(Broadcaster broadcaster, Clock clock, Alarm alarm) {
        this.broadcaster = broadcaster;
        this.clock = clock;
        this.alarm = alarm;
    }

    record Started(String memberId, String nickname, String conversationId) {}

    record Stopped(String memberId, String conversationId) {}

    /** The caller has checked that the member may write there. */
    void start(String memberId, String nickname, String conversationId) {
        locked(() -> table.started(new Typist(memberId, conversationId), clock.millis()));
        alarm.after(Duration.ofMillis(TypingTable.LIFE_MS), this::expire);
        broadcaster.publish(
                Audience.channelExcept(conversationId, memberId),
                "chat:typing",
                new Started(memberId, nickname, conversationId));
    }

    void stop(String memberId, String conversationId) {
        Typist typist = new Typist(memberId, conversationId);
        if (locked(() -> table.stopped(typist))) {
            tellStopped(typist);
        }
    }

    /** A member who has no connection any more types nowhere. */
    void gone(String memberId) {
        locked(() -> table.gone(memberId)).forEach(this::tellStopped);
    }

    private void expire() {
        List<Typist> expired = locked(() -> table.expired(clock.millis()));
        expired.forEach(this::tellStopped);
    }

    private void tellStopped(Typist typist) {
        broadcaster.publish(
                Audience.channelExcept(typist.conversationId(), typist.memberId()),
                "chat:stop_typing",
                new Stopped(typist.memberId(), typist.conversationId()));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
