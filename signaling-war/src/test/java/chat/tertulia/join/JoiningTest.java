package chat.tertulia.join;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.MemberRemoved;
import chat.tertulia.member.Standing;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.Refusal;
import chat.tertulia.token.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class JoiningTest {
    private final MutableClock clock = new MutableClock();
    private final SigningKey issuerKey = SigningKey.generate();
    private final Device alice = device("alice");
    private final Device bob = device("bob");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls open before every test
    private TestServer server;

    @BeforeEach
    void open() {
        server = new TestServer(folder.resolve("a"), "a.example", issuerKey, clock);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldWelcomeTheOwnerWithASnapshot() {
        RecordingConnection owner = server.joinAsOwner(alice);

        assertTrue(owner.latest("server:joined").path("isOwner").asBoolean());
        assertFalse(owner.latest("server:joined").path("setupRequired").asBoolean());
        assertEquals("owner", owner.latest("server:details").at("/me/role").asText());
        assertEquals(
                "online", owner.latest("server:details").at("/members/0/status").asText());
    }

    @Test
    void shouldAskNewcomersForAnInvite() {
        refused(ErrorCode.INVITE_REQUIRED, () -> server.join(bob, Map.of()));
        refused(ErrorCode.INVALID_INVITE, () -> server.join(bob, Map.of("inviteCode", "nonsense")));
    }

    @Test
    void shouldLetMembersReturnWithoutAnInvite() {
        RecordingConnection first = memberBob();
        RecordingConnection again = server.join(bob, Map.of());

        assertEquals(TestServer.memberId(first), TestServer.memberId(again));
    }

    @Test
    void shouldUseAChallengeOnce() {
        RecordingConnection connection = server.dial();
        String assertion = server.answer(bob, server.challenge(connection, Map.of()));
        refused(ErrorCode.INVITE_REQUIRED, () -> server.verify(connection, bob, assertion));

        refused(ErrorCode.CHALLENGE_EXPIRED, () -> server.verify(connection, bob, assertion));
        server.challenge(connection, Map.of());
        refused(ErrorCode.NONCE_MISMATCH, () -> server.verify(connection, bob, assertion));
    }

    @Test
    void shouldBindAChallengeToItsSocket() {
        RecordingConnection honest = server.dial();
        RecordingConnection thief = server.dial();
        String assertion = server.answer(bob, server.challenge(honest, Map.of()));
        refused(ErrorCode.CHALLENGE_EXPIRED, () -> server.verify(thief, bob, assertion));
        server.challenge(thief, Map.of());
        refused(ErrorCode.NONCE_MISMATCH, () -> server.verify(thief, bob, assertion));
    }

    @Test
    void shouldForgetAChallengeAfterAMinute() {
        RecordingConnection connection = server.dial();
        String nonce = server.challenge(connection, Map.of());
        clock.advance(Duration.ofSeconds(60));
        refused(ErrorCode.CHALLENGE_EXPIRED, () -> server.verify(connection, bob, server.answer(bob, nonce)));
    }

    /** The hostile server asks us for a challenge, hands it to its visitor and brings us the visitor's answer. */
    @Test
    void shouldRefuseWhatAHostileServerRelays() {
        try (TestServer hostile = new TestServer(folder.resolve("b"), "b.example", issuerKey, clock)) {
            memberBob();
            RecordingConnection relay = server.dial();
            String nonce = server.challenge(relay, Map.of());
            String dialledHost = bob.assertion(bob.assertionClaims(hostile.host, nonce, hostile.key.thumbprint()));
            refused(ErrorCode.ASSERTION_REJECTED, () -> server.verify(relay, bob, dialledHost));

            // Even a visitor who was lied to about the host has met the hostile server's own key.
            String again = server.challenge(relay, Map.of());
            String lied = bob.assertion(bob.assertionClaims(server.host, again, hostile.key.thumbprint()));
            refused(ErrorCode.ASSERTION_REJECTED, () -> server.verify(relay, bob, lied));

            // And a visitor who pinned our key, lured elsewhere, has dialled elsewhere.
            String third = server.challenge(relay, Map.of());
            String lured = bob.assertion(bob.assertionClaims(hostile.host, third, server.key.thumbprint()));
            refused(ErrorCode.ASSERTION_REJECTED, () -> server.verify(relay, bob, lured));
        }
    }

    @Test
    void shouldMakeOneOwnerByOneLink() throws IOException {
        server.ownerLink.renew();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.ownerLinkFile)));
        String token = server.ownerToken();
        refused(ErrorCode.INVALID_OWNER_LINK, () -> server.join(alice, Map.of("ownerToken", "guess")));
        server.join(alice, Map.of("ownerToken", token));

        assertFalse(Files.exists(server.ownerLinkFile));
        refused(ErrorCode.INVALID_OWNER_LINK, () -> server.join(bob, Map.of("ownerToken", token)));
        server.ownerLink.renew();
        assertFalse(Files.exists(server.ownerLinkFile));
    }

    @Test
    void shouldExpireTheOwnerLink() {
        server.ownerLink.renew();
        String token = server.ownerToken();
        clock.advance(Duration.ofMinutes(15));
        refused(ErrorCode.INVALID_OWNER_LINK, () -> server.join(alice, Map.of("ownerToken", token)));
    }

    @Test
    void shouldKeepTheOwnerLinkWhenTheJoinFails() {
        server.ownerLink.renew();
        String token = server.ownerToken();
        refused(ErrorCode.INVALID_FIELD, () -> server.join(alice, Map.of("ownerToken", token, "nickname", "\u0000")));
        assertDoesNotThrow(() -> server.join(alice, Map.of("ownerToken", token)));
    }

    @Test
    void shouldSpendEachUseOfAnInviteOnce() throws InterruptedException, ExecutionException {
        RecordingConnection owner = server.joinAsOwner(alice);
        String code = server.invite(owner, Map.of("maxUses", 3));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> attempts = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                Device device = device("guest" + i);
                RecordingConnection connection = server.dial();
                String assertion = server.answer(device, server.challenge(connection, Map.of("inviteCode", code)));
                attempts.add(crowd.submit(() -> {
                    start.await();
                    return isLetIn(() -> server.verify(connection, device, assertion));
                }));
            }
            start.countDown();
        }
        int letIn = 0;
        for (Future<Boolean> attempt : attempts) {
            letIn += attempt.get() ? 1 : 0;
        }
        assertEquals(3, letIn);
        assertEquals(4, server.database.read(server.members::count));
    }

    private static boolean isLetIn(Runnable attempt) {
        try {
            attempt.run();
            return true;
        } catch (Refusal refusal) {
            assertEquals(ErrorCode.INVALID_INVITE, refusal.code());
            return false;
        }
    }

    @Test
    void shouldRefuseExpiredAndRevokedInvites() {
        RecordingConnection owner = server.joinAsOwner(alice);
        String expiring = server.invite(owner, Map.of("expiresInHours", 1));
        String revoked = server.invite(owner, Map.of());
        owner.send(server.routes, "server:invites:revoke", Map.of("code", revoked));
        clock.advance(Duration.ofHours(1));
        refused(ErrorCode.INVALID_INVITE, () -> server.join(bob, Map.of("inviteCode", expiring)));
        refused(ErrorCode.INVALID_INVITE, () -> server.join(bob, Map.of("inviteCode", revoked)));
    }

    @Test
    void shouldSlowDownWhoGuessesInvites() {
        for (int i = 0; i < 20; i++) {
            refused(ErrorCode.INVALID_INVITE, () -> server.join(bob, Map.of("inviteCode", "guess")));
        }
        refused(ErrorCode.RATE_LIMITED, () -> server.join(bob, Map.of("inviteCode", "guess")));
    }

    @Test
    void shouldKeepTheBannedOut() {
        RecordingConnection member = memberBob();
        String code = server.invite(owner(), Map.of());
        owner().send(server.routes, "server:ban", target(member));

        assertTrue(member.isDisconnected());
        assertTrue(member.names().contains("server:kicked"));
        assertEquals(List.of(new MemberRemoved(TestServer.memberId(member), Standing.BANNED)), server.removed);
        refused(ErrorCode.JOIN_REFUSED, () -> server.join(bob, Map.of("inviteCode", code)));
        refused(ErrorCode.UNAUTHENTICATED, () -> restore(member));
        refused(ErrorCode.REFRESH_TOKEN_INVALID, () -> refresh(refreshToken(member)));

        owner().send(server.routes, "server:unban", target(member));
        refused(ErrorCode.INVITE_REQUIRED, () -> server.join(bob, Map.of()));
        assertDoesNotThrow(() -> server.join(bob, Map.of("inviteCode", code)));
    }

    @Test
    void shouldAskTheKickedForAnInvite() {
        RecordingConnection member = memberBob();
        owner().send(server.routes, "server:kick", target(member));
        refused(ErrorCode.INVITE_REQUIRED, () -> server.join(bob, Map.of()));
    }

    @Test
    void shouldProtectRank() {
        RecordingConnection member = memberBob();
        refused(ErrorCode.FORBIDDEN, () -> member.send(server.routes, "server:kick", target(owner())));
        refused(ErrorCode.OUTRANKED, () -> owner().send(server.routes, "server:ban", target(owner())));
        refused(ErrorCode.FORBIDDEN, () -> member.send(server.routes, "server:invites:create", Map.of()));
        refused(ErrorCode.FORBIDDEN, () -> member.send(server.routes, "server:settings:update", Map.of("name", "x")));
    }

    @Test
    void shouldEndTheSessionWhenARefreshTokenComesTwice() {
        RecordingConnection member = memberBob();
        String first = refreshToken(member);
        String second = refresh(first);
        assertNotEquals(first, second);

        refused(ErrorCode.REFRESH_TOKEN_REUSED, () -> refresh(first));
        assertTrue(member.isDisconnected());
        assertTrue(member.names().contains("token:revoked"));
        refused(ErrorCode.REFRESH_TOKEN_INVALID, () -> refresh(second));
        refused(ErrorCode.UNAUTHENTICATED, () -> restore(member));
    }

    @Test
    void shouldRestoreASessionUntilItsTokenExpires() {
        RecordingConnection member = memberBob();
        assertDoesNotThrow(() -> restore(member));
        clock.advance(Duration.ofMinutes(15));
        refused(ErrorCode.TOKEN_EXPIRED, () -> restore(member));
    }

    @Test
    void shouldRefuseTokensOfOtherKinds() {
        RecordingConnection connection = server.dial();
        for (String token : List.of("", bob.certificate(), issuerKey.thumbprint())) {
            refused(
                    ErrorCode.UNAUTHENTICATED,
                    () -> connection.send(server.routes, "session:restore", Map.of("accessToken", token)));
        }
    }

    @Test
    void shouldEndTheMembershipOfWhoLeaves() {
        RecordingConnection member = memberBob();
        member.send(server.routes, "server:leave", Map.of());

        assertTrue(member.names().contains("server:left"));
        assertTrue(member.principal().isEmpty());
        refused(ErrorCode.INVITE_REQUIRED, () -> server.join(bob, Map.of()));
        refused(ErrorCode.FORBIDDEN, () -> owner().send(server.routes, "server:leave", Map.of()));
    }

    @Test
    void shouldTellOthersWhatChanges() {
        RecordingConnection member = memberBob();
        assertEquals(
                "member.put",
                owner().latest("server:changed").at("/changes/0/kind").asText());
        member.send(server.routes, "profile:update", Map.of("nickname", "Robert"));
        assertEquals(
                "Robert",
                owner().latest("server:changed")
                        .at("/changes/0/member/nickname")
                        .asText());
        long before = owner().latest("server:changed").path("version").asLong();
        member.disconnect();
        assertEquals(
                "offline",
                owner().latest("server:changed").at("/changes/0/member/status").asText());
        assertTrue(owner().latest("server:changed").path("version").asLong() > before);
    }

    private final List<RecordingConnection> owners = new ArrayList<>();

    private RecordingConnection owner() {
        if (owners.isEmpty()) {
            owners.add(server.joinAsOwner(alice));
        }
        return owners.getFirst();
    }

    private RecordingConnection memberBob() {
        return server.join(bob, Map.of("inviteCode", server.invite(owner(), Map.of("maxUses", 1))));
    }

    private Device device(String subject) {
        return new Device(issuerKey, subject, clock);
    }

    private static Map<String, String> target(RecordingConnection member) {
        return Map.of("targetMemberId", TestServer.memberId(member));
    }

    private static String refreshToken(RecordingConnection member) {
        return member.latest("server:joined").path("refreshToken").asText();
    }

    private void restore(RecordingConnection member) {
        String token = member.latest("server:joined").path("accessToken").asText();
        server.dial().send(server.routes, "session:restore", Map.of("accessToken", token));
    }

    private String refresh(String token) {
        RecordingConnection connection = server.dial();
        connection.send(server.routes, "token:refresh", Map.of("refreshToken", token));
        return connection.latest("token:refreshed").path("refreshToken").asText();
    }

    private static void refused(ErrorCode code, Executable attempt) {
        assertEquals(code, assertThrows(Refusal.class, attempt).code());
    }
}
