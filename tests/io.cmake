# What is in backend/io.
rushlab_tests(io LINKS rushlab_io
    TESTS
    unit/io_http_client
    unit/io_http_client_broken_servers
    unit/io_http_parser
    unit/io_http_responses
    unit/io_http_router
    unit/io_http_server
    unit/io_http_server_endings
    unit/io_loop
    unit/io_stomp_parser
    unit/io_stomp_session
    unit/io_tls
    unit/io_websocket
    unit/io_websocket_handshake
    unit/io_websocket_parser)
rushlab_bench(bench/http_echo SOURCES bench/raw_epoll.cpp LINKS rushlab_io)
