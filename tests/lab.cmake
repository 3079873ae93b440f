# What is in backend/lab.
rushlab_tests(lab LINKS rushlab_lab rushlab_wiring rushlab_queue Qt6::Network TIMEOUT 300
    TESTS unit/lab_lab unit/lab_order_ways unit/lab_queue_desk unit/lab_stoppable_queue unit/lab_streams)
