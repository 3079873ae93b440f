# What is in backend/engines/queue.
rushlab_tests(queue LINKS rushlab_queue rushlab_storage
    TESTS
    contract/queue_delivery
    contract/queue_limits
    contract/queue_planted
    property/queue_core
    property/queue_reopen
    unit/queue_content
    unit/queue_store
    unit/queue_threads)
rushlab_bench(bench/queue_durable LINKS rushlab_queue rushlab_storage Qt6::Core)
if(rabbitmq_FOUND AND TARGET bench_queue_durable)
    target_sources(bench_queue_durable PRIVATE bench/rabbitmq_reference.cpp)
    target_link_libraries(bench_queue_durable PRIVATE PkgConfig::rabbitmq)
    target_compile_definitions(bench_queue_durable PRIVATE RUSHLAB_LIBRABBITMQ)
endif()
