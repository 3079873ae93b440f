# One line a test of what is in backend/lab.
rushlab_test(unit/lab_lab LINKS rushlab_lab rushlab_wiring Qt6::Network)
rushlab_test(unit/lab_order_ways TIMEOUT 300 LINKS rushlab_lab rushlab_wiring)
rushlab_test(unit/lab_queue_desk TIMEOUT 300 LINKS rushlab_lab rushlab_wiring)
rushlab_test(unit/lab_stoppable_queue LINKS rushlab_lab rushlab_queue)
