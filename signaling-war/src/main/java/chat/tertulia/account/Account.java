package chat.tertulia.account;

/** Who may log in. */
public record Account(String accountId, String username, String displayName) {}
