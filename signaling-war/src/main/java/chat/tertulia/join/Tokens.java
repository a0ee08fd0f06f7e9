package chat.tertulia.join;

/** A fresh pair; payload of {@code token:refreshed}. */
record Tokens(String accessToken, String refreshToken, long expiresIn) {}
