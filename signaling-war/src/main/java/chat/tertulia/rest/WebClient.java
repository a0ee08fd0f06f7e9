package chat.tertulia.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the web client. Its files lie in the root of the WAR, where the REST application at {@code /} would hide them; and
 * the addresses that the client makes up ({@code /invite/x}, {@code /setup}, {@code /channels/x}) are all its start page.
 */
@WebFilter(filterName = "webClient", urlPatterns = "/*", asyncSupported = true)
public class WebClient implements Filter {
    private static final String START_PAGE = "/index.html";
    private static final List<String> ROUTES = List.of("/invite/", "/setup/", "/channels/");
    private static final List<String> NOT_FILES = List.of(
            "/api/",
            "/internal/",
            "/.well-known/",
            "/socket.io",
            "/rtc",
            "/twirp/",
            "/health",
            "/metrics",
            "/openapi",
            "/WEB-INF",
            "/META-INF");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && serve(asked, answer)) {
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean reading = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        String file = reading ? fileFor(path) : null;
        URL resource = file == null ? null : resource(request.getServletContext(), file);
        if (file == null || resource == null) {
            return false;
        }
        send(request, response, file, resource);
        return true;
    }

    /** The file that answers this path, or null when the path is not the web client's. */
    static @Nullable String fileFor(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (NOT_FILES.stream().anyMatch(prefix -> lower.startsWith(prefix.toLowerCase(Locale.ROOT)))
                || path.contains("..")
                || path.contains("//")
                || path.indexOf('\\') >= 0) {
            return null;
        }
        if (path.equals("/") || ROUTES.stream().anyMatch((path + "/")::startsWith)) {
            return START_PAGE;
        }
        return TYPES.containsKey(extension(path)) ? path : null;
    }

    private static @Nullable URL resource(ServletContext context, String file) throws IOException {
        return context.getResource(file);
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, String file, URL resource)
            throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream content = connection.getInputStream()) {
            String tag = "\"" + Long.toHexString(connection.getLastModified()) + "-"
                    + Long.toHexString(connection.getContentLengthLong()) + "\"";
            // Built files under /assets carry a hash of their content in the name; all others are asked for again.
            response.setHeader(
                    "Cache-Control", file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
            response.setHeader("ETag", tag);
            if (tag.equals(request.getHeader("If-None-Match"))) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
            response.setContentType(TYPES.getOrDefault(extension(file), "application/octet-stream"));
            response.setContentLengthLong(connection.getContentLengthLong());
            if ("GET".equals(request.getMethod())) {
                content.transferTo(response.getOutputStream());
            }
        }
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
