package chat.tertulia.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.Standing;
import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageServiceTest {
    private ChatWorld world;
    private String ann;
    private String bob;
    private String general;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new ChatWorld(folder);
        ann = world.member("Ann", Role.MEMBER);
        bob = world.member("Bob", Role.MEMBER);
        general = world.general();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private MessageView sendWithNonce(String memberId, String nonce) {
        return world.messages.send(memberId, new Draft.Request(general, "hi", null, null, nonce));
    }

    private List<MessageView> all() {
        return world.history
                .page(ann, new MessageHistory.Request(general, 100, null, null))
                .items();
    }

    private static ErrorCode refused(Runnable request) {
        return assertThrows(Refusal.class, request::run).code();
    }

    @Test
    void shouldTellTheChannelAfterCommitAndKeepTheNonceForTheSender() {
        RecordingConnection anns = world.connect(ann);
        RecordingConnection bobs = world.connect(bob);
        RecordingConnection stranger = new RecordingConnection(world.connections);

        MessageView answer = sendWithNonce(ann, "n1");

        assertEquals("n1", answer.nonce());
        assertEquals("Ann", answer.senderNickname());
        assertEquals("n1", anns.received("chat:new").getFirst().path("nonce").asText());
        JsonNode seen = bobs.received("chat:new").getFirst();
        assertEquals(answer.messageId(), seen.path("message_id").asText());
        assertEquals("2026-03-01T12:00:00.000Z", seen.path("created_at").asText());
        assertFalse(seen.has("nonce"), "others must not see the nonce");
        assertEquals(List.of(), stranger.received());
    }

    @Test
    void shouldGiveTheStoredMessageToARetryAndTellNobody() {
        RecordingConnection bobs = world.connect(bob);
        MessageView first = sendWithNonce(ann, "n1");

        MessageView second = sendWithNonce(ann, "n1");

        assertEquals(first, second);
        assertEquals(1, bobs.received("chat:new").size());
        assertEquals(1, all().size());
    }

    @Test
    void shouldKeepNoncesOfMembersAndConversationsApart() {
        String owner = world.member("Olga", Role.OWNER);
        String other = world.channel(owner, "other").channelId();
        MessageView first = sendWithNonce(ann, "n1");

        assertNotEquals(first.messageId(), sendWithNonce(bob, "n1").messageId());
        assertNotEquals(
                first.messageId(),
                world.messages
                        .send(ann, new Draft.Request(other, "hi", null, null, "n1"))
                        .messageId());
    }

    @Test
    void shouldForgetANonceAfterTenMinutes() {
        MessageView first = sendWithNonce(ann, "n1");
        world.clock.advance(MessageService.NONCE_LIFE);
        assertEquals(first.messageId(), sendWithNonce(ann, "n1").messageId());

        world.clock.advance(Duration.ofMillis(1));
        assertNotEquals(first.messageId(), sendWithNonce(ann, "n1").messageId());
    }

    @Test
    void shouldNotBringBackADeletedMessageByARetry() {
        MessageView sent = sendWithNonce(ann, "n1");
        world.removal.delete(ann, new Target(general, sent.messageId()));

        assertEquals(ErrorCode.NOT_FOUND, refused(() -> sendWithNonce(ann, "n1")));
        assertEquals(List.of(), all());
    }

    @Test
    void shouldStoreOneMessageWhenTwoSocketsSendTheSameNonceAtOnce() throws Exception {
        RecordingConnection bobs = world.connect(bob);
        for (int round = 0; round < 20; round++) {
            String nonce = "race" + round;
            List<MessageView> answers = atOnce(8, () -> sendWithNonce(ann, nonce));
            assertEquals(
                    1, answers.stream().map(MessageView::messageId).distinct().count());
        }
        assertEquals(20, all().size());
        assertEquals(20, bobs.received("chat:new").size());
    }

    @Test
    void shouldOrderIdsAsCommitsUnderConcurrentWriters() throws Exception {
        RecordingConnection bobs = world.connect(bob);
        atOnce(8, () -> {
            for (int i = 0; i < 50; i++) {
                world.send(ann, general, "m" + i);
            }
            return true;
        });

        List<String> told = bobs.received("chat:new").stream()
                .map(message -> message.path("message_id").asText())
                .toList();
        assertEquals(400, told.size());
        assertEquals(told.stream().sorted().toList(), told, "events must leave in the order of the ids");
        assertEquals(told, walkForward(7));
    }

    /** Every page from the oldest on, the way a client that was away catches up. */
    private List<String> walkForward(int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "00000000-0000-0000-0000-000000000000";
        while (true) {
            var page = world.history.page(ann, new MessageHistory.Request(general, limit, null, cursor));
            page.items().forEach(message -> ids.add(message.messageId()));
            if (!page.hasMore()) {
                return ids;
            }
            cursor = java.util.Objects.requireNonNull(page.after());
        }
    }

    @Test
    void shouldPageBackWithoutLossOrRepetitionThoughAllTimesAreEqual() {
        List<String> sent = IntStream.range(0, 25)
                .mapToObj(i -> world.send(ann, general, "m" + i).messageId())
                .toList();

        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        boolean more = true;
        while (more) {
            var page = world.history.page(bob, new MessageHistory.Request(general, 4, cursor, null));
            seen.addAll(0, page.items().stream().map(MessageView::messageId).toList());
            cursor = page.before();
            more = page.hasMore();
        }
        assertEquals(sent, seen);
        assertEquals(sent, walkForward(4));
    }

    @Test
    void shouldRefuseAPageOfImpossibleSizeOrCursor() {
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> page(0, null, null)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> page(101, null, null)));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> page(1, "' or 1=1", null)));
        String id = world.send(ann, general, "x").messageId();
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> page(1, id, id)));
    }

    private void page(int limit, @Nullable String before, @Nullable String after) {
        world.history.page(ann, new MessageHistory.Request(general, limit, before, after));
    }

    @Test
    void shouldLetOnlyTheSenderEdit() {
        RecordingConnection bobs = world.connect(bob);
        String owner = world.member("Olga", Role.OWNER);
        Target target = new Target(general, world.send(ann, general, "old").messageId());

        assertEquals(ErrorCode.FORBIDDEN, refused(() -> world.messages.edit(bob, target, "new")));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> world.messages.edit(owner, target, "new")));
        MessageView edited = world.messages.edit(ann, target, "new");

        assertEquals("new", edited.text());
        assertEquals("2026-03-01T12:00:00.000Z", edited.editedAt());
        assertEquals("new", bobs.received("chat:edited").getFirst().path("text").asText());
        assertEquals(List.of(edited), all());
    }

    @Test
    void shouldLetTheSenderAndModeratorsDelete() {
        String admin = world.member("Ada", Role.ADMIN);
        RecordingConnection bobs = world.connect(bob);
        Target one = new Target(general, world.send(ann, general, "1").messageId());
        Target two = new Target(general, world.send(ann, general, "2").messageId());

        assertEquals(ErrorCode.FORBIDDEN, refused(() -> world.removal.delete(bob, one)));
        world.removal.delete(ann, one);
        world.removal.delete(admin, two);

        assertEquals(List.of(), all());
        assertEquals(
                List.of(one.message(), two.message()),
                bobs.received("chat:deleted").stream()
                        .map(gone -> gone.path("message_id").asText())
                        .toList());
    }

    @Test
    void shouldNotEditReactToOrDeleteWhatIsGone() {
        Target target = new Target(general, world.send(ann, general, "x").messageId());
        world.removal.delete(ann, target);

        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.messages.edit(ann, target, "y")));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.reactions.toggle(ann, target, "+1")));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.removal.delete(ann, target)));
    }

    @Test
    void shouldNotFindAMessageThroughAnotherConversation() {
        String owner = world.member("Olga", Role.OWNER);
        String other = world.channel(owner, "other").channelId();
        String id = world.send(ann, general, "x").messageId();

        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.messages.edit(ann, new Target(other, id), "y")));
    }

    @Test
    void shouldShutOutFormerMembers() {
        world.database.writing(tx -> world.members.remove(tx, world.members.require(tx, ann), Standing.KICKED));

        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.send(ann, general, "hi")));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> page(1, null, null)));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.typing.start(ann, general)));
    }

    @Test
    void shouldToggleReactionsInTheOrderOfTheirFirstUse() {
        Target target = new Target(general, world.send(ann, general, "x").messageId());
        world.reactions.toggle(bob, target, "b");
        world.clock.advance(Duration.ofMillis(1));
        world.reactions.toggle(ann, target, "a");
        world.clock.advance(Duration.ofMillis(1));
        MessageView two = world.reactions.toggle(ann, target, "b");

        assertEquals(
                List.of(
                        new MessageView.Reaction("b", 2, List.of(bob, ann)),
                        new MessageView.Reaction("a", 1, List.of(ann))),
                two.reactions());
        assertEquals(
                List.of("b"),
                world.reactions.toggle(ann, target, "a").reactions().stream()
                        .map(MessageView.Reaction::src)
                        .toList());
    }

    @Test
    void shouldLoseNoToggleUnderConcurrency() throws Exception {
        Target target = new Target(general, world.send(ann, general, "x").messageId());
        List<String> many = IntStream.range(0, 8)
                .mapToObj(i -> world.member("m" + i, Role.MEMBER))
                .toList();
        List<Callable<Boolean>> work = many.stream()
                .<Callable<Boolean>>map(memberId -> () -> {
                    for (int i = 0; i < 11; i++) {
                        world.reactions.toggle(memberId, target, "+1");
                    }
                    return true;
                })
                .toList();
        atOnce(work);

        assertEquals(8, all().getFirst().reactions().getFirst().amount(), "an odd number of toggles leaves one each");
    }

    @Test
    void shouldTakeTwentyDifferentReactions() {
        Target target = new Target(general, world.send(ann, general, "x").messageId());
        IntStream.range(0, 20).forEach(i -> world.reactions.toggle(ann, target, "r" + i));

        assertEquals(ErrorCode.TOO_LARGE, refused(() -> world.reactions.toggle(ann, target, "r20")));
        assertEquals(20, world.reactions.toggle(bob, target, "r3").reactions().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u200b\u00a0", "a\u0000", "a\r\n", "\u001b[31m", "\ud800", "\u0085"})
    void shouldRefuseTextThatIsBlankOrHasControlCharacters(String text) {
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.send(ann, general, text)));
    }

    @Test
    void shouldKeepTextAsGivenUpToItsLimit() {
        String decomposed = "e\u0301 \n\t\ud83d\ude00";
        assertEquals(decomposed, world.send(ann, general, decomposed).text());
        assertEquals(4000, world.send(ann, general, "x".repeat(4000)).text().length());
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.send(ann, general, "x".repeat(4001))));
        assertEquals(decomposed, all().getFirst().text());
    }

    @Test
    void shouldReplyOnlyWithinTheConversation() {
        String owner = world.member("Olga", Role.OWNER);
        String other = world.channel(owner, "other").channelId();
        String id = world.send(ann, general, "x").messageId();

        MessageView reply = world.messages.send(bob, new Draft.Request(general, "y", null, id, null));
        assertEquals(id, reply.replyToMessageId());
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> world.messages.send(bob, new Draft.Request(other, "y", null, id, null))));
    }

    @Test
    void shouldStopTypingByItselfAfterEightSeconds() {
        RecordingConnection anns = world.connect(ann);
        RecordingConnection bobs = world.connect(bob);
        world.typing.start(ann, general);
        world.clock.advance(Duration.ofSeconds(5));
        world.typing.start(ann, general);
        world.clock.advance(Duration.ofSeconds(5));
        assertEquals(0, bobs.received("chat:stop_typing").size(), "going on typing moves the end");

        world.clock.advance(Duration.ofSeconds(3));

        assertEquals(1, bobs.received("chat:stop_typing").size());
        assertEquals(
                "Ann", bobs.received("chat:typing").getFirst().path("nickname").asText());
        assertEquals(List.of(), anns.received("chat:typing"));
    }

    @Test
    void shouldStopTypingOnceWhenToldOrWhenTheLastConnectionGoes() {
        RecordingConnection bobs = world.connect(bob);
        RecordingConnection one = world.connect(ann);
        RecordingConnection two = world.connect(ann);
        world.typing.start(ann, general);
        world.typing.stop(ann, general);
        world.typing.stop(ann, general);
        assertEquals(1, bobs.received("chat:stop_typing").size());

        world.typing.start(ann, general);
        one.disconnect();
        assertEquals(1, bobs.received("chat:stop_typing").size());
        two.disconnect();
        assertEquals(2, bobs.received("chat:stop_typing").size());
        world.clock.advance(Duration.ofMinutes(1));
        assertEquals(2, bobs.received("chat:stop_typing").size());
    }

    @Test
    void shouldCountUpFromTheLastIdWhenTheClockWentBack() {
        assertEquals("b", MessageId.after("a", "b"));
        assertEquals(
                "01890000-0000-7000-8000-000000000001",
                MessageId.after("01890000-0000-7000-8000-000000000000", "01880000-0000-7000-8000-000000000000"));
        assertEquals(
                "01890000-0000-7001-8000-000000000000",
                MessageId.after("01890000-0000-7000-bfff-ffffffffffff", "01880000-0000-7000-8000-000000000000"));
        assertEquals(
                "01890000-0001-7000-8000-000000000000",
                MessageId.after("01890000-0000-7fff-bfff-ffffffffffff", "01880000-0000-7000-8000-000000000000"));
        assertTrue(MessageId.isValid("01890000-0000-7fff-bfff-ffffffffffff"));
        assertFalse(MessageId.isValid("01890000-0000-7fff-bfff-ffffffffffff'"));
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws InterruptedException {
        return atOnce(java.util.Collections.nCopies(threads, work));
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = work.stream()
                    .map(one -> threads.submit(() -> {
                        start.await();
                        return one.call();
                    }))
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                try {
                    results.add(one.get());
                } catch (ExecutionException failed) {
                    throw new AssertionError("A concurrent request failed", failed.getCause());
                }
            }
            return results;
        }
    }
}
