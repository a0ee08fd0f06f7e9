package chat.tertulia.rest;

import chat.tertulia.gateway.engine.TrustedProxies;
import chat.tertulia.platform.Correlation;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First in line: gives the request its correlation id and the answer its security headers, and bounds how often one address
 * may ask the API. The sockets under {@code /socket.io} and {@code /rtc} have limits of their own.
 */
@WebFilter(filterName = "requestGuard", urlPatterns = "/*", asyncSupported = true)
public class RequestGuard implements Filter {
    static final String CORRELATION_HEADER = "X-Correlation-Id";

    /** Public lookups and logins together; what is costly or guessable has tighter limits where it is handled. */
    private static final Rate PER_ADDRESS = Rate.perSeconds(600, 60);

    private final RateLimits limits;
    private final String contentSecurityPolicy;
    private final TrustedProxies proxies;

    @Inject
    public RequestGuard(RateLimits limits, ServerConfig config) {
        this.limits = limits;
        this.proxies = new TrustedProxies(config.gateway().trustedProxies());
        this.contentSecurityPolicy =
                contentSecurityPolicy(config.origins(), config.bucket().publicEndpoint());
    }

    /**
     * The client loads nothing from elsewhere; pictures and media are blobs, sockets go to our own origins, parts of large
     * files to the store when browsers reach it.
     */
    private static String contentSecurityPolicy(List<String> origins, @Nullable URI store) {
        StringBuilder sockets = new StringBuilder("'self'");
        origins.forEach(origin -> sockets.append(' ').append(origin.replaceFirst("^http", "ws")));
        if (store != null) {
            sockets.append(' ').append(ServerConfig.originOf(store));
        }
        return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
                + "media-src 'self' blob:; worker-src 'self' blob:; connect-src " + sockets + "; object-src 'none'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked && response instanceof HttpServletResponse answer) {
            guard(new FromClient(asked, proxies), answer, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String correlationId = Correlation.accept(request.getHeader(CORRELATION_HEADER));
        headers(response, correlationId);
        if (request.getRequestURI().startsWith("/api/")) {
            Refusal refusal = limit(request.getRemoteAddr());
            if (refusal != null) {
                refuse(response, refusal, correlationId);
                return;
            }
        }
        try {
            Correlation.run(correlationId, () -> {
                chain.doFilter(request, response);
                return Boolean.TRUE;
            });
            explain(response, correlationId);
        } catch (IOException | ServletException | RuntimeException expected) {
            throw expected;
        } catch (Exception impossible) {
            throw new ServletException(impossible);
        }
    }

    /** The container refuses missing and bad tokens without a word; the body is ours to write. */
    private static void explain(HttpServletResponse response, String correlationId) throws IOException {
        if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED
                && !response.isCommitted()
                && response.getContentType() == null) {
            refuse(
                    response,
                    Refusal.of(ErrorCode.UNAUTHENTICATED, "A valid token of this server is needed."),
                    correlationId);
        }
    }

    private void headers(HttpServletResponse response, String correlationId) {
        response.setHeader(CORRELATION_HEADER, correlationId);
        response.setHeader("Content-Security-Policy", contentSecurityPolicy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=()");
    }

    private @Nullable Refusal limit(String address) {
        try {
            limits.take("rest " + address, PER_ADDRESS);
            return null;
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private static void refuse(HttpServletResponse response, Refusal refusal, String correlationId) throws IOException {
        response.setStatus(refusal.code().status());
        response.setContentType(ProblemDetails.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        if (refusal.retryAfter() != null) {
            response.setHeader("Retry-After", String.valueOf(ProblemDetails.retryAfterSeconds(refusal.retryAfter())));
        }
        response.getWriter().write(Json.write(ProblemDetails.of(refusal, correlationId)));
    }

    /** The request, from the address of the client and not of the last proxy. */
    private static final class FromClient extends HttpServletRequestWrapper {
        private final String address;

        FromClient(HttpServletRequest request, TrustedProxies proxies) {
            super(request);
            this.address =
                    proxies.address(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
        }

        @Override
        public String getRemoteAddr() {
            return address;
        }
    }
}
